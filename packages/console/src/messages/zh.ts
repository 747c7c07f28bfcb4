import type { Catalogue } from './catalogue.ts'
import { english } from './en.ts'

export const zh: Catalogue = { name: 'zh', reviewed: false, messages: english }
