import type { EncodingReading, Listing } from '@touchstone/contract'
import type {
  Bytes,
  FileOptions,
  FindSettings,
  ListingFile,
  Mapping,
  PageEncoding,
  ReadPage,
  Row,
} from '../formats/index.ts'
import { FileReaders } from '../../platform/file-reading/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { FilePreview } from './preview-file.ts'

export type OpenedListings = Pick<
  ListingFile,
  'format' | 'isRemembered' | 'encoding' | 'readings'
> & { mapping: Mapping | undefined }

export type PreviewOptions = { wishes: FileOptions; cut: boolean }
export type PageOptions = { html: Uint8Array; url: string } & PageEncoding

const readers = new FileReaders(new URL('./read-listing-worker.ts', import.meta.url))

type FileSource = {
  bytes: Bytes
  remembered: FindSettings
  /** The organisation for which it is read. */
  holder: string
}

/**
 * Opens a file of listings in its own thread. Throws an AppError if its encoding is unclear, or if reading it takes
 * too much time or memory; earlier rows remain valid.
 */
export async function readListingFile(
  { bytes, remembered, holder }: FileSource,
  wishes: FileOptions,
): Promise<Pick<ListingFile, 'format' | 'isRemembered' | 'rows' | 'mapping'>> {
  const reading = await readers.open<OpenedListings, Row<Listing>, Mapping | undefined>({
    task: 'listings',
    options: wishes,
    bytes,
    answer: remembered,
    holder,
  })
  const { format, isRemembered, readings } = reading.opened
  if (readings !== undefined) {
    reading.close()
    throw encodingUnclear(readings)
  }
  let { mapping } = reading.opened
  async function* rows(): AsyncGenerator<Row<Listing>> {
    mapping = yield* reading.rows
  }
  return { format, isRemembered, mapping: () => mapping, rows: rows() }
}

/** Previews a file's first rows as listings. Stores nothing. */
export async function previewListingFile(
  { bytes, remembered, holder }: FileSource,
  options: PreviewOptions,
): Promise<FilePreview> {
  return readers.read({ task: 'preview', options, bytes, answer: remembered, holder })
}

/** The listings of a page. Throws an AppError if its encoding is unclear, or not the declared one. */
export async function readPageInThread(options: PageOptions, holder: string): Promise<ReadPage> {
  const page = await readers.read<ReadPage>({ task: 'page', options, holder })
  if (page.readings !== undefined) throw encodingUnclear(page.readings, 'page')
  return page
}

/** The error for a file that is valid in several encodings, with its first lines in each. */
export function encodingUnclear(
  readings: readonly EncodingReading[],
  what: 'file' | 'page' = 'file',
): AppError {
  const shown = readings.map(({ encoding, lines }) => `in ${encoding}: ${lines.join(' ⏎ ')}`)
  return new AppError({
    code: 'encoding-unclear',
    message: [
      `the encoding of the ${what} is unclear: state it as \`encoding\`, or save the ${what} as UTF-8`,
      ...shown,
    ].join('\n'),
    pointer: '/encoding',
    readings,
  })
}
