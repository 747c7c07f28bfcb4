import type { Translated } from '../catalogue.ts'
import type { audit as english } from '../en/audit.ts'

export const audit: Translated<typeof english> = {
  'log.title': 'Log',
  'log.lead': 'Setiap perubahan, dan setiap pembacaan data pribadi. Isinya tidak pernah diubah.',
  'log.denied': 'Admin dan auditor yang membaca log. Minta salah satu dari mereka.',
  'log.empty': 'Belum ada yang terjadi',
  'log.at': 'Kapan',
  'log.who': 'Siapa',
  'log.what': 'Apa',
  'log.on': 'Atas apa',
  'log.detail': 'Rincian',
  'log.you': 'Anda',
}
