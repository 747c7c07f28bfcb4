import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { writeStoredSentence } from '@touchstone/contract'
import type { EvidenceDependencies } from '../../investigation/evidence/index.ts'
import type { SampleListing } from './sample-listings.ts'
import { parseImageName } from './image-name.ts'
import { drawImage } from './draw-image.ts'

type Capture = EvidenceDependencies['capture']

const tool = 'none: the sample draws its pages itself'

/** Replaces a browser: the sample's addresses do not exist, so their pages are drawn from the listings. */
export function drawCapture({ listing }: SampleListing): Capture {
  return async ({ url, operator, reason, folder }) => {
    const at = new Date().toISOString()
    const sentence = writeStoredSentence('page.sample')
    const title = writeStoredSentence('item.document', { address: url })
    const page = { name: 'page.html', mediatype: 'text/html; charset=utf-8', title }
    const picture = {
      name: 'page-1.png',
      mediatype: 'image/png',
      title: writeStoredSentence('item.screenshot', { address: url }),
    }
    const told = {
      name: 'capture.json',
      mediatype: 'application/json',
      title: writeStoredSentence('item.record'),
    }
    const record: Awaited<ReturnType<Capture>>['record'] = {
      type: 'touchstone-capture/1',
      startedAt: at,
      endedAt: at,
      operator,
      reason,
      profile: 'fresh',
      pages: [
        {
          requested: url,
          url,
          title: listing.title,
          redirects: [],
          at,
          sentence,
          outcome: 'captured',
          observed: [],
          incomplete: [],
          files: [page.name, picture.name],
        },
      ],
      connections: [],
      certificates: [],
      requests: { finished: 1, failed: 0, unfinished: 0, bytes: 0 },
      view: { width: 720, height: 720, locale: 'en-GB', timeZone: 'UTC', userAgent: tool },
      tools: { touchstone: 'sample', chromium: tool, playwright: tool, node: '', system: '' },
    }
    const contents = [
      [page, pageOf(listing)],
      [picture, await pictureOf(listing)],
      [told, JSON.stringify(record)],
    ] as const
    const files = contents.map(([file]) => ({ ...file, path: join(folder, file.name) }))
    for (const [at, [, content]] of contents.entries()) {
      await writeFile(files[at]?.path ?? '', content)
    }
    return { outcome: 'captured', sentence, record, files }
  }
}

function pageOf({ title, description = '', price }: SampleListing['listing']): string {
  const shown = [title, price && `${price.amount} ${price.currency}`, description]
  const lines = shown.map(
    (line = '') => `<p>${line.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}`,
  )
  return `<!doctype html><meta charset="utf-8">${lines.join('\n')}\n`
}

async function pictureOf({ images = [] }: SampleListing['listing']): Promise<Buffer> {
  const name = parseImageName(images[0]?.url?.split('/').at(-1) ?? '')
  const blank = '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="480"/>'
  const drawn = sharp(Buffer.from(name === undefined ? blank : drawImage(name)))
  return drawn.flatten({ background: '#ffffff' }).resize(720).png().toBuffer()
}
