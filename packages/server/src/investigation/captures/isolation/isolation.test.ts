import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { holder, startWriting } from '../../../../test/child-programs.ts'
import { checkIsolation, findChromium } from '../index.ts'
import { chooseBrowserUser } from './browser-user.ts'
import { browserEnvironment, shortfallOf, suggestFix } from './index.ts'

const chromium = await findChromium(process.env)
const { shortfall } =
  chromium === undefined ? { shortfall: 'no Chromium' } : await checkIsolation(chromium)
const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})
function newFolder(): string {
  // A short path, since Chromium puts a socket there, and world-readable like /tmp: root's browser is another user.
  const folder = mkdtempSync('/tmp/held-')
  folders.push(folder)
  chmodSync(folder, 0o1777)
  return folder
}

type BrowserProcess = { id: string; command: string; user: number; network: string }

/** The processes of the browser with its profile in this folder. */
function processesOf(folder: string): BrowserProcess[] {
  return readdirSync('/proc').flatMap((id): BrowserProcess[] => {
    if (!/^\d+$/.test(id)) return []
    try {
      const command = readFileSync(`/proc/${id}/cmdline`, 'latin1').replaceAll('\0', ' ')
      const environment = readFileSync(`/proc/${id}/environ`, 'latin1')
      if (!command.includes(folder) && !environment.includes(`=${folder}/touchstone-browser-`))
        return []
      const network = readlinkSync(`/proc/${id}/ns/net`)
      return [{ id, command, user: statSync(`/proc/${id}`).uid, network }]
    } catch {
      // It has ended meanwhile.
      return []
    }
  })
}

describe.skipIf(shortfall !== undefined)(`in namespaces (${shortfall ?? 'possible here'})`, () => {
  test('the browser has its own network, and under root its own user, sees no secret, and dies with its server', async () => {
    const folder = newFolder()
    const heldBrowser = startWriting({ TMPDIR: folder, SECRET_KEY: 'hush' }, ['required'], holder)
    await heldBrowser.until(1)
    expect(heldBrowser.acknowledged[0]).toMatch(/^namespace/)
    const browsers = processesOf(folder).filter(
      ({ command }) =>
        / --user-data-dir=/.test(command) && !/start-isolated|forwarder/.test(command),
    )
    expect(browsers.length).toBeGreaterThan(0)
    const own = readlinkSync('/proc/self/ns/net')
    for (const { id, user, network, command } of browsers) {
      expect(network).not.toBe(own)
      expect(user).not.toBe(0)
      expect(readFileSync(`/proc/${id}/environ`, 'latin1')).not.toMatch(/hush|TOUCHSTONE_/)
      // The sandbox's processes have capabilities in its own namespaces.
      const capable = readFileSync(`/proc/${id}/status`, 'latin1').match(/^CapEff:\t0*[1-9a-f]/m)
      expect(capable !== null && !command.includes(' --type=')).toBe(false)
      const interfaces = readFileSync(`/proc/${id}/net/dev`, 'latin1').match(/^ *\w+:/gm)
      expect(interfaces?.map((name) => name.trim())).toEqual(['lo:'])
    }
    const profile = readdirSync(folder).find((name) => name.includes('profile'))!
    expect(statSync(join(folder, profile)).mode & 0o777).toBe(0o700)
    heldBrowser.kill()
    await heldBrowser.ended
    await expect.poll(() => processesOf(folder)).toEqual([])
    expect(readdirSync(folder)).toEqual([])
  })

  test('nothing of a closed browser remains', async () => {
    const folder = newFolder()
    const heldBrowser = startWriting({ TMPDIR: folder }, ['required', 'close'], holder)
    expect((await heldBrowser.ended).code).toBe(0)
    expect(processesOf(folder)).toEqual([])
    expect(readdirSync(folder)).toEqual([])
  })

  test.each([
    ['when-possible', /^flags unshare failed/],
    ['required', /CAPTURE_ISOLATION=required demands one\. Run touchstone doctor/],
  ])('where namespaces are forbidden, %s does as it says', async (isolation, says) => {
    const folder = newFolder()
    const forbid = 'echo 0 > /proc/sys/user/max_net_namespaces; exec "$0" "$@"'
    const within = ['unshare', '--user', '--map-root-user', '/bin/sh', '-c', forbid]
    const heldBrowser = startWriting({ TMPDIR: folder }, [isolation, 'close'], holder, within)
    await heldBrowser.ended
    expect(heldBrowser.acknowledged[0]).toMatch(says)
    expect(readdirSync(folder)).toEqual([])
  })
})

test.each([
  [
    'logs:\n[pid=1][err] unshare: unshare failed: Not permitted\n',
    '',
    'unshare failed: Not permitted',
  ],
  ['[err] touchstone-isolation: no program', '', 'no program'],
  [
    'has been closed',
    'failed /opt/chromium is accessible to root only\n',
    '/opt/chromium is accessible to root only',
  ],
  ['start-isolated.sh: 12: exec: unshare: not found', '', 'the program unshare is missing'],
  ['spawn /x/start-isolated.sh EACCES', '', 'start-isolated.sh is not executable'],
  [
    'zygote_host.cc(128)] No usable sandbox!',
    'started\n',
    'Chromium’s sandbox does not start in one',
  ],
  ['browser has been closed', '', 'it could not be set up'],
  ['browser has been closed', 'started\n', undefined],
])('of %j, after the forwarder said %j, the reason is %j', (text, output, reason) => {
  expect(shortfallOf(text, output)?.reason).toBe(reason)
})

test('a browser sees only the environment that it needs to show pages', () => {
  const harmless = { PATH: '/bin', LANG: 'C.UTF-8', LC_ALL: 'C', FONTCONFIG_FILE: '/f' }
  const secret = {
    DATABASE_URL: 'postgres://a:b@c/d',
    SECRET_KEY: 'x',
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/bus',
  }
  const sockets = {
    XDG_RUNTIME_DIR: '/run/user/1',
    WAYLAND_DISPLAY: 'w',
    DISPLAY: ':0',
    NODE_OPTIONS: '--x',
    LD_PRELOAD: '/a',
  }
  expect(browserEnvironment({ ...harmless, ...secret, ...sockets })).toEqual(harmless)
})

test('the user of a browser is no one else', () => {
  const passwd = Array.from(
    { length: 65_519 - 61_184 },
    (_, at) => `u${at}:x:${61_184 + at}:1::/:/bin/false`,
  )
  expect(chooseBrowserUser(passwd.join('\n'))).toBe(65_519)
})

test.each([
  ['/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1\n', /AppArmor/],
  ['/proc/sys/kernel/unprivileged_userns_clone', '0\n', /unprivileged_userns_clone=1/],
  ['/.dockerenv', '', /container.*seccomp/],
  ['/etc/hostname', 'a', /install util-linux and iproute2/],
])('what %s says is how to allow namespaces', async (file, content, says) => {
  const root = newFolder()
  mkdirSync(join(root, dirname(file)), { recursive: true })
  writeFileSync(join(root, file), content)
  expect(await suggestFix({ root })).toMatch(says)
})
