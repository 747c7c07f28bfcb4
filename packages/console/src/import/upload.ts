import { RefusedError, type Client } from '@touchstone/client'
import { addresses } from 'virtual:addresses'

type FileResult = Awaited<ReturnType<Client['listings']['takeFile']>>

/** What a person says of a file that doesn't say it itself; empty where nothing. */
export type Wishes = { marketplace: string; currency: string; language: string }

export type Upload = {
  file: File
  wishes: Wishes
  /** Hears which share has left. */
  onProgress: (share: number) => void
}

/** Sends a file of offers. By XMLHttpRequest, since fetch doesn't tell how much has left. */
export function upload({ file, wishes, onProgress }: Upload): Promise<FileResult> {
  const { method, path } = addresses.listings['takeFile'] ?? { method: 'POST', path: '' }
  const given = Object.entries(wishes).filter(([, value]) => value !== '')
  const address = new URL(path, location.origin)
  address.search = new URLSearchParams(given).toString()
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, address)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(loaded / total))
    request.upload.addEventListener('load', () => onProgress(1))
    request.addEventListener('error', () => reject(new TypeError('the server was not reached')))
    request.addEventListener('load', () => {
      if (request.status === 200) resolve(JSON.parse(request.responseText) as FileResult)
      else reject(new RefusedError(request.status, request.responseText, headersOf(request)))
    })
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
