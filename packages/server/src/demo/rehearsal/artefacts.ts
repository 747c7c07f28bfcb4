import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../../platform/errors/index.ts'

/** The output folder of a rehearsal, which also receives the emails. */
export class Artefacts {
  readonly folder: string
  readonly names: string[] = []
  /** File of the latest email. */
  lastMail = ''
  /** Number of notifications to the notifier. */
  heard = 0
  private mails = 0

  private constructor(folder: string) {
    this.folder = folder
  }

  /** Creates the folder; refuses one that is not empty. */
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

  /** Saves an email as received, with the line that a server adds above it, and returns its file name. */
  async mail(message: Buffer, at: Date): Promise<void> {
    const number = String(++this.mails).padStart(2, '0')
    const name = `mail/${number}-${slugOf(subjectOf(message.toString('utf8')))}.eml`
    const received = `Received: by sink.invalid; ${at.toUTCString().replace('GMT', '+0000')}\r\n`
    this.lastMail = await this.write(name, Buffer.concat([Buffer.from(received), message]))
  }
}

/** The subject of a message, unfolded (RFC 5322, 2.2.3); encoded words stay encoded. */
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
