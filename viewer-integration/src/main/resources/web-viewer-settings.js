// How the hub runs the OHIF viewer. The hub puts one line before this: `window.radhub = {language, ended}`.
window.PUBLIC_URL = document.currentScript.dataset.root;

// The viewer speaks the hub's language. It looks for its own in these two places.
document.cookie = `i18next=${window.radhub.language};path=/viewer;SameSite=Lax`;
window.localStorage.setItem('i18nextLng', window.radhub.language);
document.documentElement.lang = window.radhub.language;

window.config = {
  name: 'radhub',
  routerBasename: '/viewer',
  extensions: [],
  modes: [],
  showStudyList: false,
  investigationalUseDialog: { option: 'never' },
  // Measurements are drawn and stay in the window; nothing asks to track or to store them.
  measurementTrackingMode: 'none',
  disableConfirmationPrompts: true,
  customizationService: { global: { 'ohif.tours': { $set: [] } } },
  whiteLabeling: {
    createLogoComponentFn: React => React.createElement('span', { className: 'text-foreground text-lg' }, 'Radhub'),
  },
  maxNumberOfWebWorkers: 3,
  showWarningMessageForCrossOrigin: false,
  showCPUFallbackMessage: true,
  showLoadingIndicator: true,
  strictZSpacingForVolumeViewport: true,
  showErrorDetails: 'production',
  maxNumRequests: { interaction: 20, thumbnail: 5, prefetch: 10 },
  defaultDataSourceName: 'radhub',
  dataSources: [
    {
      namespace: '@ohif/extension-default.dataSourcesModule.dicomweb',
      sourceName: 'radhub',
      configuration: {
        friendlyName: 'Radhub',
        name: 'radhub',
        qidoRoot: `${window.location.origin}/dicom-web`,
        wadoRoot: `${window.location.origin}/dicom-web`,
        wadoUriRoot: `${window.location.origin}/wado`,
        qidoSupportsIncludeField: true,
        supportsFuzzyMatching: false,
        supportsWildcard: true,
        imageRendering: 'wadors',
        thumbnailRendering: 'wadors',
        enableStudyLazyLoad: true,
        singlepart: 'bulkdata,pdf,video',
      },
    },
  ],
  // A look ends by itself after some hours. Then the person reads why, instead of seeing half a study.
  httpErrorHandler: error => {
    const status = error?.status ?? error?.response?.status ?? error?.request?.status;
    if (status === 401 && !document.getElementById('radhub-ended')) {
      const notice = document.createElement('div');
      notice.id = 'radhub-ended';
      notice.setAttribute('role', 'alert');
      notice.textContent = window.radhub.ended;
      notice.style.cssText =
        'position:fixed;inset:0 0 auto 0;z-index:9999;padding:12px;text-align:center;background:#7a1f1f;color:#fff;font:16px sans-serif';
      document.body.append(notice);
    }
  },
};
