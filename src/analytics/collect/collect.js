// <script async src="https://HOST/collect.js" data-key="rr_live_…"></script>   then: richesreach('purchase', {amount: 5})
(() => {
  const { src, dataset } = document.currentScript;
  const store = localStorage;
  const id = () => crypto.randomUUID();
  const KEY = 'rr_queue';
  let busy;
  const read = () => JSON.parse(store.getItem(KEY) || '[]');
  const save = (list) => store.setItem(KEY, JSON.stringify(list.slice(-500)));
  const off = navigator.doNotTrack === '1' || navigator.globalPrivacyControl;

  function session() {
    const now = Date.now();
    let [name, last] = (store.getItem('rr_session') || '').split(' ');
    if (!(now - last < 18e5)) name = id();
    store.setItem('rr_session', `${name} ${now}`);
    return name;
  }

  // The id and time of an event are its identity: what is sent twice counts once.
  async function flush() {
    const list = read().slice(0, 100);
    if (busy || !list.length) return;
    busy = true;
    try {
      const { status } = await fetch(new URL('/analytics/events', src), {
        method: 'POST',
        keepalive: true,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${dataset.key}` },
        body: JSON.stringify(list),
      });
      if (status < 500 && status !== 429 && status !== 401) save(read().slice(list.length));
    } catch {
      // Offline: the queue waits.
    }
    busy = false;
  }

  window.richesreach = (type, properties = {}, user_id = dataset.user) => {
    if (off) return;
    const event = {
      event_type: type,
      event_id: id(),
      timestamp: new Date().toISOString(),
      session_id: session(),
    };
    save([...read(), { ...event, user_id, properties: { page: location.pathname, ...properties } }]);
    setTimeout(flush, 50);
  };
  const view = () => window.richesreach('page_view', { title: document.title, referrer: document.referrer });
  const push = history.pushState;
  history.pushState = function (...args) {
    push.apply(this, args);
    view();
  };
  addEventListener('popstate', view);
  addEventListener('online', flush);
  addEventListener('pagehide', flush);
  setInterval(flush, 5e3);
  view();
})();
