/** Serves an app on any port of this machine, and prints where. */
module.exports = (server) => {
  const listening = server.listen(0, '127.0.0.1', () => {
    console.log(`http://127.0.0.1:${listening.address().port} is served.`);
  });
};
