import { RefusedError } from '@touchstone/client'
import { addressOf } from '../../connection/index.ts'

export type SerialsFile = { gtin: string; batch: string; units: number; file: File }

/** Sends a file of serials; `onProgress` gets the share that has been sent, which fetch does not tell. */
export async function uploadSerials(
  { gtin, batch, units, file }: SerialsFile,
  onProgress: (share: number) => void,
): Promise<void> {
  const request = new XMLHttpRequest()
  request.open('POST', addressOf('codes', 'issueFile', {}, { gtin, batch, units: String(units) }))
  request.setRequestHeader('content-type', 'application/octet-stream')
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    if (total > 0) onProgress(loaded / total)
  })
  await new Promise<void>((resolve, reject) => {
    request.addEventListener('load', () => {
      if (request.status < 300) resolve()
      else reject(new RefusedError(request.status, request.responseText, new Headers()))
    })
    // As fetch fails without a connection.
    request.addEventListener('error', () => reject(new TypeError('no connection')))
    request.send(file)
  })
}
