import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, extname, join, relative } from 'node:path'

/** A photo, and its scene: the shelf, floor or seller that it shares with others. */
export interface Photo {
  path: string
  scene: string
}

const kinds = new Set(['.jpg', '.jpeg', '.png', '.webp'])

/**
 * The photos of a folder. A photo's scene is its sender if the folder has a table `images.csv` with the columns
 * `image` and `sender_id`, otherwise its subfolder; photos outside subfolders are a scene each.
 */
export function photosIn(folder: string): Photo[] {
  const senders = sendersIn(join(folder, 'images.csv'))
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => kinds.has(extname(name).toLowerCase()))
    .sort()
    .map((name) => {
      const path = join(folder, name)
      const stem = basename(name, extname(name))
      const place = dirname(relative(folder, path))
      return {
        path,
        scene: senders.get(stem) ?? (place === '.' || senders.size > 0 ? stem : place),
      }
    })
}

function sendersIn(table: string): Map<string, string> {
  if (!existsSync(table)) return new Map()
  const [head = '', ...rows] = readFileSync(table, 'utf8').trim().split(/\r?\n/)
  const columns = head.split(',')
  const [image, sender] = ['image', 'sender_id'].map((name) => columns.indexOf(name))
  return new Map(
    rows.map((row) => {
      const cells = row.split(',')
      return [cells[image ?? 0] ?? '', `sender ${cells[sender ?? 1] ?? ''}`]
    }),
  )
}
