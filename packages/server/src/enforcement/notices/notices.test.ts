import { onBothEngines } from '../../../test/engines.ts'
import { afterTests } from './test/after-sending-tests.ts'
import { checkTests } from './test/check-tests.ts'
import { Desk } from './test/notices-fixture.ts'
import { wayTests } from './test/delivery-tests.ts'

// One store for all of them: opening one takes longer than most tests.
onBothEngines((engine) => {
  const desk = Desk.on(engine)
  checkTests(desk)
  wayTests(desk)
  afterTests(desk)
})
