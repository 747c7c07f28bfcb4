import { onOneEngine } from '../../../test/engines.ts'
import { afterSendingTests } from './test/after-sending-tests.ts'
import { checkTests } from './test/check-tests.ts'
import { draftTests } from './test/draft-tests.ts'
import { NoticesFixture } from './test/notices-fixture.ts'
import { deliveryTests } from './test/delivery-tests.ts'

// One store for all tests: opening one takes longer than most of them.
onOneEngine((engine) => {
  const desk = NoticesFixture.on(engine)
  checkTests(desk)
  deliveryTests(desk)
  afterSendingTests(desk)
  draftTests(desk)
})
