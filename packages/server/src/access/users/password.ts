import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { AppError } from '../../platform/errors/index.ts'

/** Cost of one hash: N is 2 to the power of ln. */
export type Cost = { ln: number; r: number; p: number }

/** scrypt by OWASP's Password Storage Cheat Sheet: N=2^15, r=8, p=3, which takes 32 MiB. */
export const owaspCost: Cost = { ln: 15, r: 8, p: 3 }
const saltBytes = 16
const hashBytes = 32

type Parts = Cost & { salt: Buffer; hash: Buffer }

// The PHC string format: each hash contains its parameters, so that they can be raised later.
const form =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/

export function parsePasswordHash(text: string): Parts | undefined {
  const [, ln, r, p, salt, hash] = form.exec(text) ?? []
  if (salt === undefined || hash === undefined) return undefined
  return {
    ln: Number(ln),
    r: Number(r),
    p: Number(p),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  }
}

function writeHash({ ln, r, p, salt, hash }: Parts): string {
  const plain = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '')
  return `$scrypt$ln=${ln},r=${r},p=${p}$${plain(salt)}$${plain(hash)}`
}

export async function hashPassword(password: string, cost: Cost = owaspCost): Promise<string> {
  const salt = randomBytes(saltBytes)
  return writeHash({ ...cost, salt, hash: await derive(password, { ...cost, salt }) })
}

/** Checked if there is no account, so that both cases take equally long. */
const nobody = { salt: Buffer.alloc(saltBytes), hash: Buffer.alloc(hashBytes) }

export type Verified = {
  right: boolean
  /** True if the hash was made with outdated parameters. */
  outdated: boolean
}

/** Takes equally long for a nonexistent account, or one without a password. */
export async function verifyPassword(
  password: string,
  stored: string | undefined,
  cost: Cost = owaspCost,
): Promise<Verified> {
  const parts = stored === undefined ? { ...cost, ...nobody } : parsePasswordHash(stored)
  if (parts === undefined) throw new AppError({ code: 'internal', message: 'unknown hash format' })
  const equal = timingSafeEqual(await derive(password, parts), parts.hash)
  const { ln, r, p } = parts
  const outdated = ln !== cost.ln || r !== cost.r || p !== cost.p
  return { right: stored !== undefined && equal, outdated }
}

// Each takes a thread and 32 MiB: a flood of sign-ins must leave threads for other work.
const atOnce = 2
const mostWaiting = 200
let running = 0
const waiting: (() => void)[] = []

async function derive(password: string, parts: Omit<Parts, 'hash'>): Promise<Buffer> {
  if (running >= atOnce) {
    if (waiting.length >= mostWaiting) {
      throw new AppError({
        code: 'sign-ins-busy',
        message: 'too many people are signing in right now: try again in a moment',
        retryable: true,
      })
    }
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running++
  try {
    return await deriveNow(password, parts)
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

function deriveNow(password: string, { ln, r, p, salt }: Omit<Parts, 'hash'>): Promise<Buffer> {
  const options = { N: 2 ** ln, r, p, maxmem: 256 * 2 ** ln * r }
  return new Promise((resolve, reject) => {
    // The same characters can be typed in several ways (NIST SP 800-63B, 3.1.1.2).
    scrypt(password.normalize('NFKC'), salt, hashBytes, options, (error, hash) => {
      if (error) reject(error)
      else resolve(hash)
    })
  })
}

// The most common passwords of sufficient length.
const common = new Set(
  `123456789012 1234567890123 12345678901234 123456789012345 1234567890123456 0123456789012
  111111111111 000000000000 121212121212 123123123123 123456123456 987654321098 098765432109
  qwertyuiop12 qwertyuiop123 qwertyuiop1234 qwertyuiopasdf qwertyuiopasdfgh qwertyqwerty
  qwerty123456 qwerty1234567 qwerty12345678 qwerty123456789 1qaz2wsx3edc 1q2w3e4r5t6y 1q2w3e4r5t6y7u
  q1w2e3r4t5y6 1qazxsw23edc zaq12wsxcde3 asdfghjkl123 asdfghjkl1234 zxcvbnm12345 zxcvbnm123456
  password1234 password12345 password123456 password12345678 passwordpassword password1password
  passw0rd1234 p@ssw0rd1234 p@ssword1234 mypassword123 newpassword1 newpassword123 changeme1234
  changeme12345 letmein12345 letmein123456 welcome12345 welcome123456 welcome1welcome iloveyou1234
  iloveyou12345 iloveyouiloveyou administrator administrator1 administrator123 adminadmin123
  admin1234567 admin123456789 adminadminadmin superadmin123 trustno1trustno1 monkeymonkey
  dragondragon football1234 baseball1234 superman1234 batman123456 sunshine1234 princess1234
  abcdefghijkl abcdefghijklm abcdefghijklmnop abcd12345678 abc123456789 a1b2c3d4e5f6 aa1234567890
  abcabcabcabc aaaaaaaaaaaa qazwsxedcrfv qazwsxedc123 correcthorsebatterystaple
  touchstone123 touchstone1234 touchstonetouchstone`
    .split(/\s+/)
    .filter((word) => word !== ''),
).add('correct horse battery staple')

/** Why a chosen password is too weak; undefined if it is not. */
export function weaknessOf(password: string, email: string): string | undefined {
  const plain = password.normalize('NFKC').toLowerCase()
  const letters = [...plain]
  if (letters.length < 12) return 'is shorter than 12 characters; use three words or more'
  const [name = ''] = email.toLowerCase().split('@')
  const rest = plain.replaceAll(email.toLowerCase(), '').replaceAll(name, '')
  if (plain === email.toLowerCase() || (name.length >= 4 && rest.length < 6)) {
    return 'is too similar to the email address; choose another'
  }
  if (common.has(plain)) return 'is too common; choose another'
  if (new Set(letters).size < 5) return 'repeats only a few characters; choose another'
  return undefined
}
