/** Where this server draws the pictures of the sample alliance, from their names alone: they are not stored. */
export const sampleImageFolder = '/sample/pictures/'

/** Whether an address of a picture is one of those, and leads nowhere else on this server. */
export function isSampleImage(url: string): boolean {
  return (
    url.startsWith(sampleImageFolder) &&
    /^[a-z0-9-]+\.svg$/.test(url.slice(sampleImageFolder.length))
  )
}
