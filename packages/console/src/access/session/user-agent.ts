export type Agent = { browser: string; system: string }

type NamesByPattern = readonly (readonly [said: RegExp, name: string])[]

// In order: each user agent also contains the tokens of those after it.
const browsers: NamesByPattern = [
  [/\bEdg(?:A|iOS)?\//, 'Edge'],
  [/\b(?:OPR|OPT|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\bYaBrowser\//, 'Yandex Browser'],
  [/\bUC ?Browser\//, 'UC Browser'],
  [/\b(?:M?QQBrowser)\//, 'QQ Browser'],
  [/\bMicroMessenger\//, 'WeChat'],
  [/\bHuaweiBrowser\//, 'Huawei Browser'],
  [/\bMiuiBrowser\//, 'Mi Browser'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:HeadlessChrome|Chromium)\//, 'Chromium'],
  [/\b(?:Chrome|CriOS)\//, 'Chrome'],
  [/\bVersion\/\S{1,40} (?:Mobile\/\S{1,40} )?Safari\//, 'Safari'],
]

const systems: NamesByPattern = [
  [/\b(?:HarmonyOS|OpenHarmony)\b/, 'HarmonyOS'],
  [/\bAndroid\b/, 'Android'],
  [/\biPad\b/, 'iPadOS'],
  [/\b(?:iPhone|iPod)\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\b(?:Macintosh|Mac OS X)\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\b(?:Linux|X11)\b/, 'Linux'],
]

const nameIn = (known: NamesByPattern, raw: string): string | undefined =>
  known.find(([said]) => said.test(raw))?.[1]

/** Browser and system named by a user agent; undefined when it is not a common one. */
export function readAgent(raw: string): Agent | undefined {
  const browser = nameIn(browsers, raw)
  const system = nameIn(systems, raw)
  return browser === undefined || system === undefined ? undefined : { browser, system }
}
