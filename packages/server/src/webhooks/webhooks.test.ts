import { onBothEngines } from '../../test/engines.ts'
import { eventTests } from './test/events.ts'
import { Hooks } from './test/hooks.ts'
import { lossTests } from './test/losses.ts'
import { receiverTests } from './test/receivers.ts'
import { refusalTests } from './test/refusals.ts'
import { secretTests } from './test/secrets.ts'

// One store for all of them: opening one takes longer than most tests.
onBothEngines((engine) => {
  const hooks = Hooks.on(engine)
  eventTests(hooks)
  receiverTests(hooks)
  lossTests(hooks, engine)
  secretTests(hooks)
  refusalTests(hooks)
})
