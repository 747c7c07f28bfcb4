import { onBothEngines } from '../../../test/engines.ts'
import { eventTests } from './test/event-tests.ts'
import { WebhookFixture } from './test/webhook-fixtures.ts'
import { lossTests } from './test/loss-tests.ts'
import { receiverTests } from './test/receiver-tests.ts'
import { refusalTests } from './test/refusal-tests.ts'
import { secretTests } from './test/secret-tests.ts'

// One store for all tests: opening one takes longer than most of them.
onBothEngines((engine) => {
  const hooks = WebhookFixture.on(engine)
  eventTests(hooks)
  receiverTests(hooks)
  lossTests(hooks, engine)
  secretTests(hooks)
  refusalTests(hooks)
})
