import '@touchstone/console/tokens.css'
import '../seller-portal.css'
import { CheckPage } from './check-page.ts'

const place = document.querySelector<HTMLElement>('#code-check')
if (place === null) throw new Error('the page has no place for the check')

await new CheckPage(place).begin()
