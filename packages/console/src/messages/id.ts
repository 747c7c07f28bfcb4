import type { Catalogue } from './catalogue.ts'
import { english } from './en.ts'

export const id: Catalogue = { name: 'id', reviewed: false, messages: english }
