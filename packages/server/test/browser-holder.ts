// Launches a browser, prints the options that confine it to the proxy, and holds it until it is killed, or closes it
// if the argument is `close`; the tests inspect its processes.
import { requireChromium, launchBrowser } from '../src/investigation/captures/index.ts'
import { startGuardedProxy } from '../src/platform/outbound/index.ts'

const [isolation = '', end = ''] = process.argv.slice(2)
if (isolation !== 'required' && isolation !== 'when-possible') throw new Error(isolation)
try {
  const launched = await launchBrowser({
    executablePath: await requireChromium(process.env),
    openProxy: (socket) => startGuardedProxy({ bytes: 0, ...(socket !== undefined && { socket }) }),
    isolation,
  })
  await launched.browser.newPage()
  process.stdout.write(`${launched.isolation} ${launched.shortfall ?? ''}\n`)
  if (end === 'close') await launched.close()
  else setInterval(() => undefined, 60_000)
} catch (error) {
  process.stdout.write(`${(error as Error).message}\n`)
}
