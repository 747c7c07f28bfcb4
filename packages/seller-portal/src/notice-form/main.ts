import '@touchstone/console/tokens.css'
import '../seller-portal.css'
import { NoticeFormPage } from './notice-form-page.ts'

const place = document.querySelector<HTMLElement>('#notice')
if (place === null) throw new Error('the page has no place for the form')

const [, , slug = ''] = location.pathname.split('/')
await new NoticeFormPage(place, decodeURIComponent(slug)).begin()
