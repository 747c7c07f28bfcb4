import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import {
  exchangeRecords,
  metadataRecord,
  warcInfo,
  type Exchange,
  type WarcRecord,
} from './record.ts'
import { surtOf } from './surt.ts'

export type ArchiveOptions = {
  exchanges: readonly Exchange[]
  /** The pages for people to view, the requested one first. */
  pages: readonly { url: string; title: string; at: string }[]
  title: string
  software: string
  operator: string
  at: Date
  /** Facts about the capture, for the archive. */
  metadata: Buffer
}

export type ArchiveFile = { path: string; bytes: Buffer }

const archivePath = 'archive/data.warc.gz'
const waczVersion = '1.1.1'

/** The files of a WACZ (version 1.1.1): WARC, index, list of pages, and the package that lists them. */
export function waczFiles(options: ArchiveOptions): ArchiveFile[] {
  const { at, pages } = options
  const records = recordsOf(options)
  const files: ArchiveFile[] = [
    { path: archivePath, bytes: Buffer.concat(records.map(({ bytes }) => bytes)) },
    { path: 'indexes/index.cdxj', bytes: Buffer.from(indexOf(records)) },
    { path: 'pages/pages.jsonl', bytes: Buffer.from(pagesOf(pages)) },
  ]
  const described = {
    profile: 'data-package',
    wacz_version: waczVersion,
    title: options.title,
    software: options.software,
    created: at.toISOString(),
    mainPageUrl: pages[0]?.url,
    mainPageDate: pages[0]?.at,
    resources: files.map(({ path, bytes }) => ({
      name: path.slice(path.lastIndexOf('/') + 1),
      path,
      hash: sha256(bytes),
      bytes: bytes.length,
    })),
  }
  const description = Buffer.from(`${JSON.stringify(described, null, 2)}\n`)
  const digest = { path: 'datapackage.json', hash: sha256(description) }
  return [
    ...files,
    { path: 'datapackage.json', bytes: description },
    { path: 'datapackage-digest.json', bytes: Buffer.from(`${JSON.stringify(digest)}\n`) },
  ]
}

/** Writes a WACZ; compressed files are stored as they are, so that readers can seek. */
export async function writeWacz(options: ArchiveOptions, target: string): Promise<void> {
  const zip = new ZipFile()
  for (const { path, bytes } of waczFiles(options)) {
    zip.addBuffer(bytes, path, { mtime: options.at, mode: 0o100644, compress: false })
  }
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(target, { flags: 'wx', flush: true }))
}

function recordsOf({
  exchanges,
  software,
  operator,
  at,
  pages,
  metadata,
}: ArchiveOptions): WarcRecord[] {
  const began = exchanges[0]?.at ?? at.toISOString()
  const info = warcInfo(began, 'data.warc.gz', {
    software,
    operator,
    conformsTo: 'https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/',
  })
  const records: WarcRecord[] = [info]
  for (const exchange of exchanges) records.push(...exchangeRecords(exchange, info.id))
  const [page] = pages
  if (page) records.push(metadataRecord(at.toISOString(), page.url, info.id, metadata))
  return records
}

/** One line per response, sorted by address and time, with the position of its record. */
function indexOf(records: readonly WarcRecord[]): string {
  let offset = 0
  const lines: string[] = []
  for (const { url, payload, bytes } of records) {
    if (url !== undefined && payload !== undefined) {
      const { digest, mime, status, at } = payload
      const place = {
        length: String(bytes.length),
        offset: String(offset),
        filename: 'data.warc.gz',
      }
      const entry = { url, mime, status: String(status), digest, ...place }
      lines.push(`${surtOf(url)} ${at.replace(/\D/g, '').slice(0, 14)} ${JSON.stringify(entry)}\n`)
    }
    offset += bytes.length
  }
  return lines.sort(byBytes).join('')
}

/** Readers binary-search the index in byte order, not in that of a language. */
function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}

function pagesOf(pages: ArchiveOptions['pages']): string {
  const head = { format: 'json-pages-1.0', id: 'pages', title: 'Pages' }
  const lines = pages.map(({ url, title, at }, index) => ({
    id: `page-${index + 1}`,
    url,
    title,
    ts: at,
  }))
  return [head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('')
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
