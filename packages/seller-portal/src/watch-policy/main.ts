import '@touchstone/console/tokens.css'
import '../seller-portal.css'
import { WatchPolicyPage } from './watch-policy-page.ts'

const place = document.querySelector<HTMLElement>('#policy')
if (place === null) throw new Error('the page has no place for the policy')

await new WatchPolicyPage(place).begin()
