import { RefusedError, type Client } from '@touchstone/client'
import { addresses } from 'virtual:addresses'

export type FileResult = Awaited<ReturnType<Client['listings']['takeFile']>>

export type Upload = {
  file: File
  /** Under which the server can be asked how far it has come. */
  id: string
  signal: AbortSignal
  /** Hears which share has left. */
  onProgress: (share: number) => void
}

/** So many of the rows that are no offers are handed back. */
const rejects = 10_000

/** Sends a file of offers. By XMLHttpRequest, since fetch doesn't tell how much has left. */
export function upload({ file, id, signal, onProgress }: Upload): Promise<FileResult> {
  const { method, path } = addresses.listings['takeFile'] ?? { method: 'POST', path: '' }
  const address = new URL(path, location.origin)
  address.search = new URLSearchParams({ import: id, rejects: String(rejects) }).toString()
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, address)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(loaded / total))
    request.upload.addEventListener('load', () => onProgress(1))
    request.addEventListener('error', () => reject(new TypeError('the server was not reached')))
    request.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')))
    request.addEventListener('load', () => {
      if (request.status === 200) resolve(JSON.parse(request.responseText) as FileResult)
      else reject(new RefusedError(request.status, request.responseText, headersOf(request)))
    })
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}

function headersOf(request: XMLHttpRequest): Headers {
  const lines = request.getAllResponseHeaders().trim().split(/\r?\n/)
  return new Headers(
    lines.flatMap((line): [string, string][] => {
      const [name = '', ...rest] = line.split(': ')
      return name === '' ? [] : [[name, rest.join(': ')]]
    }),
  )
}
