import { readFile, stat } from 'node:fs/promises'
import { serialize } from 'node:v8'
import { parentPort, workerData } from 'node:worker_threads'
import {
  decodeColours,
  decodePicture,
  describePicture,
  obscuredLines,
  PictureNetworks,
  PictureReader,
} from '@touchstone/recognition/image'
import { readNetworks, type NetworkFileNames } from '../../platform/config/index.ts'
import { ImageArchive, type ImageFacts } from './image-archive.ts'
import {
  networksDigest,
  type CodesRequest,
  type CodesResult,
  type DescribeRequest,
  type HiddenLinesResult,
  type HiddenLinesRequest,
  type DescribeResult,
  type ThumbnailRequest,
  type ThumbnailResult,
} from './describer.ts'
import { detectImage } from './image-type.ts'
import { loadReadingModels } from './load-reading-models.ts'
import { renderThumbnail } from './render-image.ts'
import { createResponder } from '../../platform/request-thread/index.ts'

type Readers = {
  codes: PictureReader | undefined
  text: PictureReader | undefined
  networks: PictureNetworks | undefined
}
type Question =
  | CodesRequest
  | DescribeRequest
  | HiddenLinesRequest
  | ThumbnailRequest
  | { name: 'open' }
type Answer = CodesResult | DescribeResult | HiddenLinesResult | ThumbnailResult | true

const { networks: names } = workerData as { networks: NetworkFileNames }
const mark = networksDigest(names)
let opened: Promise<Readers> | undefined

/** Loaded with the first picture: networks take some hundred megabytes. */
async function openReaders(): Promise<Readers> {
  const networks =
    mark === undefined ? undefined : await PictureNetworks.open(await readNetworks(names))
  const parts = await loadReadingModels()
  if (parts === undefined) return { codes: undefined, text: undefined, networks }
  const { codes } = parts
  return {
    codes: await PictureReader.open({ codes, networks }),
    text: await PictureReader.open({ ...parts, networks }),
    networks,
  }
}

async function answer(question: Question): Promise<Answer> {
  switch (question.name) {
    case 'open':
      opened ??= openReaders()
      await opened
      return true
    case 'codes':
      return readCodes(question)
    case 'describe':
      return describe(question)
    case 'hidden':
      return hidden(question)
    case 'thumbnail':
      return makeThumbnail(question)
  }
}

async function describe({ folder, digest, text, known }: DescribeRequest): Promise<DescribeResult> {
  const archive = new ImageArchive(folder)
  const bytes = await readFile(archive.pathOf(digest, 'bytes'))
  const kind = detectImage(bytes)
  if (kind === undefined) return { ok: false, message: 'it is not a picture in a supported format' }
  const decoding = await decodePicture(bytes)
  if (!decoding.ok) return { ok: false, message: decoding.refusal.message }
  const { width, height } = decoding.picture
  opened ??= openReaders()
  const readers = await opened
  const colours = readers.networks && (await decodeColours(bytes))
  const embeddings = colours?.ok
    ? await readers.networks?.embed(colours.picture.colours)
    : undefined
  const description = describePicture(decoding.picture, embeddings)
  const reader = text ? readers.text : readers.codes
  const outcome = await reader?.readPicture(bytes)
  const reading = outcome?.ok ? outcome.reading : { width, height, lines: [], codes: [] }
  const described: ImageFacts = {
    type: kind.type,
    width,
    height,
    reading,
    textRead: text && reader !== undefined,
    ...(mark !== undefined && { networks: mark }),
  }
  if (!(await isWritten(archive.pathOf(digest, 'thumbnail')))) {
    await archive.write(digest, 'thumbnail', await renderThumbnail(bytes))
  }
  await archive.write(digest, 'description', serialize(description))
  const facts = known ?? described
  // Written last, so that readers who find it find the other files too.
  await archive.write(digest, 'facts', Buffer.from(JSON.stringify(facts)))
  return { ok: true, facts }
}

async function readCodes({ bytes }: CodesRequest): Promise<CodesResult> {
  if (detectImage(bytes) === undefined) return []
  opened ??= openReaders()
  const { codes } = await opened
  const outcome = await codes?.readPicture(bytes)
  return outcome?.ok ? outcome.reading.codes : []
}

async function isWritten(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

async function makeThumbnail({ folder, digest }: ThumbnailRequest): Promise<ThumbnailResult> {
  const archive = new ImageArchive(folder)
  const bytes = await archive.read(digest)
  if (bytes === undefined) return { ok: false, message: 'it is gone' }
  // The same limits as for the description: what is too large is never unpacked.
  const decoding = await decodePicture(bytes)
  if (!decoding.ok) return { ok: false, message: decoding.refusal.message }
  await archive.write(digest, 'thumbnail', await renderThumbnail(bytes))
  return { ok: true }
}

async function hidden(question: HiddenLinesRequest): Promise<HiddenLinesResult> {
  const { folder, digest, reference, polygons, lines } = question
  const archive = new ImageArchive(folder)
  const [query, original] = await Promise.all(
    [digest, reference].map(async (sha256) => {
      const decoding = await decodePicture(await readFile(archive.pathOf(sha256, 'bytes')))
      return decoding.ok ? decoding.picture : undefined
    }),
  )
  if (query === undefined || original === undefined) return []
  return obscuredLines(query, original, polygons, lines)
}

const port = parentPort
port?.on(
  'message',
  createResponder((response) => port.postMessage(response), answer),
)
