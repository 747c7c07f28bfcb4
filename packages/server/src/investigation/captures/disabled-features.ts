/** What Playwright switches off (`disabled-features.test.ts` compares them): Chromium reads the last list alone. */
const ofPlaywright = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
]

/** For each context Chromium draws two pages of its address bar, which nobody sees: half a second of a processor. */
const addressBarPages = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup']

export const disabledFeatures = `--disable-features=${[...ofPlaywright, ...addressBarPages].join()}`
