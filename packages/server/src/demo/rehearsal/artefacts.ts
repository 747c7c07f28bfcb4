import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../../platform/errors/index.ts'

/** The folder into which everything of a rehearsal goes; the mail that would have left lies there too. */
export class Artefacts {
  readonly folder: string
  readonly names: string[] = []
  /** The file of the mail that came last. */
  lastMail = ''
  /** How often the notifier was told something. */
  heard = 0
  private mails = 0

  private constructor(folder: string) {
    this.folder = folder
  }

  /** The folder is made; one that holds something is left alone. */
  static async in(folder: string): Promise<Artefacts> {
    await mkdir(folder, { recursive: true })
    if ((await readdir(folder)).length > 0) {
      throw new AppError({
        code: 'bad-option',
        message: `The folder ${folder} is not empty: name a new one with --out.`,
      })
    }
    return new Artefacts(folder)
  }

  async write(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(this.folder, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content, { flag: 'wx' })
    this.names.push(name)
    return name
  }

  json(name: string, value: unknown): Promise<string> {
    return this.write(name, `${JSON.stringify(value, null, 2)}\n`)
  }

  /** Keeps a mail as it came in, with the line that a server writes above it, and gives the name of its file. */
  async mail(message: Buffer, at: Date): Promise<void> {
    const number = String(++this.mails).padStart(2, '0')
    const name = `mail/${number}-${slugOf(subjectOf(message.toString('utf8')))}.eml`
    const received = `Received: by sink.invalid; ${at.toUTCString().replace('GMT', '+0000')}\r\n`
    this.lastMail = await this.write(name, Buffer.concat([Buffer.from(received), message]))
  }
}

/** The subject of a message, unfolded (RFC 5322, 2.2.3); words in other letters are left as they are encoded. */
function subjectOf(message: string): string {
  return (
    /^subject: ((?:.*\r\n[ \t])*.*)\r\n/im.exec(message)?.[1]?.replace(/\r\n/g, '') ?? 'message'
  )
}

function slugOf(subject: string): string {
  return subject
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 50)
}
