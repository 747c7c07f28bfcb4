import { randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** Users that no package has: systemd gives them out for the run of one service. */
const [first, last] = [61_184, 65_519]

/** A user id for one browser, that nobody on this machine has. */
export function chooseBrowserUser(passwd = readPasswd()): number {
  const given = new Set(passwd.split('\n').map((line) => Number(line.split(':')[2])))
  for (;;) {
    const id = randomInt(first, last + 1)
    if (!given.has(id)) return id
  }
}

function readPasswd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8')
  } catch {
    return ''
  }
}
