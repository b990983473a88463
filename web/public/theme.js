// Runs before the first paint, so that no page flashes in the other theme. A file, because inline scripts are refused.
(() => {
  let saved = {};
  try {
    saved = JSON.parse(localStorage.getItem('richesreach.settings') ?? '{}');
  } catch {
    // Storage may be blocked or hold something else; the defaults stand.
  }
  const dark =
    saved.theme === 'dark' || (saved.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  const root = document.documentElement;
  root.dataset.theme = dark ? 'dark' : 'light';
  root.dataset.changes = saved.changeColours === 'blue-orange' ? 'blue-orange' : 'green-red';
})();
