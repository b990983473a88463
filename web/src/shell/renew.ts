const LAST_RENEWAL = 'richesreach.renewed-at';
const ONCE_IN_MS = 60_000;

/**
 * After an update of the server an open page no longer finds the parts it has yet to load. It is loaded anew, at most
 * once a minute, so that a part that is really missing shows as an error instead of a loop.
 */
export function renewWhenOutdated(): void {
  window.addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(LAST_RENEWAL) ?? 0);
    if (Date.now() - last < ONCE_IN_MS) return;
    sessionStorage.setItem(LAST_RENEWAL, String(Date.now()));
    event.preventDefault();
    window.location.reload();
  });
}
