// Sends queued mail until the tests kill it, and reports when it has the store open.
import { readServerConfig } from '../src/platform/config/index.ts'
import { openStore } from '../src/platform/db/index.ts'
import { startEmailSender } from '../src/messaging/email/index.ts'

const config = readServerConfig(process.env)
const store = await openStore(config.store)
if (config.mail === undefined) throw new Error('SMTP_URL is not set')
startEmailSender({
  store,
  mailer: config.mail,
  onFault: (error) => console.error(error),
  pollMilliseconds: 20,
  patienceMilliseconds: Number(process.argv[2] ?? 60_000),
})
process.stdout.write('open\nbegun\n')
setInterval(() => undefined, 1000)
