import { onOneEngine } from '../../../test/engines.ts'
import { afterSendingTests } from './test/after-sending-tests.ts'
import { checkTests } from './test/check-tests.ts'
import { NoticesFixture } from './test/notices-fixture.ts'
import { deliveryTests } from './test/delivery-tests.ts'

// One store for all of them: opening one takes longer than most tests.
onOneEngine((engine) => {
  const desk = NoticesFixture.on(engine)
  checkTests(desk)
  deliveryTests(desk)
  afterSendingTests(desk)
})
