// Counts page views with the state's system for measuring portals (EMC). Only a site that names its tracker loads this.
//
// Sends what the system's own snippet sends, in its order; then one view for each page that the app opens without a load.
// Readers who ask not to be tracked (Global Privacy Control, Do Not Track) are not counted: the system's script is not
// even loaded. If the script or the tracker doesn't answer, the messages wait in an array that nobody reads, and that is all.
(() => {
  const { trackerUrl, scriptUrl, siteId } = /** @type {{ trackerUrl: string, scriptUrl: string, siteId: string }} */ (/** @type {HTMLScriptElement} */ (document.currentScript).dataset);
  if (navigator.globalPrivacyControl === true || navigator.doNotTrack === '1') return;

  window._govaq ??= [];
  // Once its script has arrived, `_govaq` is another object with the same `push`.
  const say = (/** @type {unknown[]} */ ...message) => window._govaq?.push(message);
  let counted = location.href;

  say('trackPageView');
  say('enableLinkTracking');
  say('setTrackerUrl', trackerUrl);
  say('setSiteId', siteId);

  const script = document.createElement('script');
  script.src = scriptUrl;
  script.async = true;
  document.head.append(script);

  document.addEventListener('portal:navigated', () => {
    // Trying again on a page that is already counted is no second view.
    if (location.href === counted) return;
    counted = location.href;
    say('setCustomUrl', counted);
    say('setDocumentTitle', document.title);
    say('trackPageView');
  });
})();
