// Shows the address of this very service, and copies it.
const webhook = new URL('/sms', location.origin).href;

document.getElementById('webhook').textContent = webhook;
document.getElementById('command-url').textContent = webhook;
document.getElementById('local').hidden = !['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);

for (const button of document.querySelectorAll('[data-copy]')) {
  const source = document.getElementById(button.dataset.copy);
  const status = document.getElementById(`${button.dataset.copy}-status`);
  button.addEventListener('click', async () => {
    status.textContent = ''; // so that the same words are announced again
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      status.textContent = 'Copied.';
    } catch {
      // No clipboard here (an old browser, or permission refused): select it for the person's own copy command.
      getSelection().selectAllChildren(source);
      status.textContent = 'Selected. Copy it with your keyboard or menu.';
    }
  });
}
