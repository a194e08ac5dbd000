// What is of a display, and not of another surface that keeps editions.

export const SURFACE = {
  caches: 'kiosk-',
  scope: '/kiosk/',
  document: '/kiosk/',
  list: '/kiosk/edition.json',
  /** In every document of this surface, and in no other page that may answer in its place. */
  mark: /data-surface="?kiosk\b/,
  title: 'Màn hình thông tin',
  waiting: 'Màn hình đang chờ kết\u00a0nối\u00a0mạng và sẽ tự thử lại.',
  waitingEnglish: 'This display is waiting for the network. It tries again by itself.',
};

export const STATE = `${SURFACE.caches}state`;
/** Addresses that only the worker answers. */
export const WORKER = `${SURFACE.scope}worker/`;
