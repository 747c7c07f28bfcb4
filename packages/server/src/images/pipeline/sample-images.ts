/** The path of the sample alliance's pictures, which are drawn on request from their names. */
export const sampleImageFolder = '/sample/pictures/'

/** True for the address of a sample picture, and of nothing else on this server. */
export function isSampleImage(url: string): boolean {
  return (
    url.startsWith(sampleImageFolder) &&
    /^[a-z0-9-]+\.svg$/.test(url.slice(sampleImageFolder.length))
  )
}
