import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../platform/errors/index.ts'

export type Mail = {
  from: string
  to: string
  subject: string
  text: string
  at: string
  attachment?: { name: string; type: string; bytes: Uint8Array }
}

/** The folder into which everything of a rehearsal goes; the mail that would have left lies there too. */
export class Artefacts {
  readonly folder: string
  readonly names: string[] = []
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
        message: `The folder ${folder} is not empty: name one that is not there yet with --out.`,
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

  /** Takes a mail as a server for mail would (RFC 5322) and gives the name by which a case names it. */
  async mail(mail: Mail): Promise<string> {
    const name = `mail/${String(++this.mails).padStart(2, '0')}-${slugOf(mail.subject)}.eml`
    return this.write(name, messageOf(mail, this.mails))
  }
}

function slugOf(subject: string): string {
  return subject
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 50)
}

function messageOf({ from, to, subject, text, at, attachment }: Mail, number: number): string {
  const boundary = `rehearsal-${number}`
  const base64 = (bytes: Uint8Array): string =>
    Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n')
  const part = (headers: string[], bytes: Uint8Array): string =>
    [`--${boundary}`, ...headers, 'Content-Transfer-Encoding: base64', '', base64(bytes)].join(
      '\r\n',
    )
  const parts = [part(['Content-Type: text/plain; charset=utf-8'], Buffer.from(text))]
  if (attachment) {
    const { name, type, bytes } = attachment
    const disposition = `Content-Disposition: attachment; filename="${name}"`
    parts.push(part([`Content-Type: ${type}`, disposition], bytes))
  }
  return [
    `Date: ${new Date(at).toUTCString().replace('GMT', '+0000')}`,
    `From: ${from}`,
    `To: ${to}`,
    `Message-ID: <${number}@rehearsal.invalid>`,
    `Subject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    ...parts,
    `--${boundary}--`,
    '',
  ].join('\r\n')
}
