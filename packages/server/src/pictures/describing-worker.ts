import { readFile } from 'node:fs/promises'
import { serialize } from 'node:v8'
import { parentPort } from 'node:worker_threads'
import { decodePicture, describePicture, PictureReader } from '@touchstone/recognition/image'
import { PictureArchive, type PictureFacts } from './archive.ts'
import type { DescribeQuestion, Looked } from './describing.ts'
import { kindOf } from './kind.ts'
import { readingParts } from './reading-parts.ts'
import { answerer } from './threads.ts'

type Readers = { codes: PictureReader | undefined; text: PictureReader | undefined }
let opened: Promise<Readers> | undefined

/** Loaded when the first picture comes: networks take some hundred megabytes. */
async function openReaders(): Promise<Readers> {
  const parts = await readingParts()
  if (parts === undefined) return { codes: undefined, text: undefined }
  const { codes } = parts
  return { codes: await PictureReader.open({ codes }), text: await PictureReader.open(parts) }
}

async function look({ folder, digest, text }: DescribeQuestion): Promise<Looked> {
  const archive = new PictureArchive(folder)
  const bytes = await readFile(archive.pathOf(digest, 'bytes'))
  const kind = kindOf(bytes)
  if (kind === undefined) return { ok: false, message: 'it is no picture of a kind that is read' }
  const decoding = await decodePicture(bytes)
  if (!decoding.ok) return { ok: false, message: decoding.refusal.message }
  const { width, height } = decoding.picture
  const description = describePicture(decoding.picture)
  opened ??= openReaders()
  const readers = await opened
  const reader = text ? readers.text : readers.codes
  const outcome = await reader?.readPicture(bytes)
  const reading = outcome?.ok ? outcome.reading : { width, height, lines: [], codes: [] }
  const facts: PictureFacts = {
    ...{ type: kind.type, width, height, reading },
    textRead: text && reader !== undefined,
  }
  await archive.write(digest, 'description', serialize(description))
  // Last: whoever finds it finds the rest too.
  await archive.write(digest, 'facts', Buffer.from(JSON.stringify(facts)))
  return { ok: true, facts }
}

const port = parentPort
port?.on(
  'message',
  answerer((told) => port.postMessage(told), look),
)
