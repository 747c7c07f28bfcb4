declare module 'virtual:extension-archive' {
  /** Address of the browser extension as an archive. */
  export const extensionArchive: string
}
