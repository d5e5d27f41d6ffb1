import type { ComponentChildren } from 'preact';

/** A decorative icon, hidden from screen readers: the text beside it says the same. */
function Icon({ children, size = 20 }: { children: ComponentChildren; size?: number }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

export const PlusIcon = () => (
  <Icon>
    <path d="M12 5v14M5 12h14" />
  </Icon>
);

export const ThemeIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 3.5a8.5 8.5 0 0 1 0 17z" fill="currentColor" />
  </Icon>
);

export const SendIcon = () => (
  <Icon>
    <path d="M12 19V5M5.5 11.5 12 5l6.5 6.5" />
  </Icon>
);

export const PictureIcon = () => (
  <Icon>
    <rect x="3" y="4.5" width="18" height="15" rx="3" />
    <circle cx="8.5" cy="10" r="1.5" />
    <path d="m4 17 5-4 3.5 3 3-2.5L21 18" />
  </Icon>
);

export const CloseIcon = () => (
  <Icon size={16}>
    <path d="M6 6l12 12M18 6 6 18" />
  </Icon>
);

export const BinIcon = () => (
  <Icon size={16}>
    <path d="M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5" />
  </Icon>
);

export const PowerIcon = () => (
  <Icon size={16}>
    <path d="M12 3v9M6.3 7.2a8 8 0 1 0 11.4 0" />
  </Icon>
);

export const CalendarIcon = () => (
  <Icon size={18}>
    <rect x="4" y="5" width="16" height="15" rx="2.5" />
    <path d="M4 10h16M8.5 3v4M15.5 3v4M12 13v2.5l1.75 1" />
  </Icon>
);

export const ClockIcon = () => (
  <Icon size={14}>
    <circle cx="12" cy="12" r="9" />
    <path d="M12 7v5l3.5 2" />
  </Icon>
);

export const CookieIcon = () => (
  <Icon size={14}>
    <path d="M12 3a9 9 0 1 0 9 9 4 4 0 0 1-4.5-4.5A4 4 0 0 1 12 3z" />
    <path d="M8.5 11h.01M12.5 15.5h.01M8.5 15.5h.01M13 10.5h.01" />
  </Icon>
);

export const WarningIcon = () => (
  <Icon size={14}>
    <path d="M12 4 2.5 20h19zM12 10v4.5M12 17.3v.01" />
  </Icon>
);

export const FaultIcon = () => (
  <Icon size={18}>
    <path d="M13 2.5 4.5 14H11l-1 7.5L19.5 10H13z" />
  </Icon>
);

export const HashIcon = () => (
  <Icon size={18}>
    <path d="M9.5 4 7 20M17 4l-2.5 16M4.5 9h16M3.5 15h16" />
  </Icon>
);

export const ArrowIcon = ({ direction }: { direction: 'back' | 'on' }) => (
  <Icon size={16}>
    <path d={direction === 'back' ? 'm14.5 5-7 7 7 7' : 'm9.5 5 7 7-7 7'} />
  </Icon>
);

export const MoreIcon = () => (
  <Icon size={18}>
    <path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3" />
  </Icon>
);

export const SearchIcon = () => (
  <Icon size={18}>
    <circle cx="10.5" cy="10.5" r="6.5" />
    <path d="m15.5 15.5 5 5" />
  </Icon>
);

export const LogoIcon = () => <img class="logo" src="/icon.svg" alt="" width="28" height="28" />;

export const ArrowUpIcon = () => (
  <Icon>
    <path d="M12 19V6M6.5 11 12 5.5l5.5 5.5" />
  </Icon>
);

export const ArrowDownIcon = () => (
  <Icon>
    <path d="M12 5v13M6.5 13l5.5 5.5 5.5-5.5" />
  </Icon>
);
