import { useBrandName } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { useNameOf } from '../../investigation/case-components/index.ts'
import type { NoticeQualityGroup } from './figure-groups.ts'

type QualityRow = { key: string; name: string | null }

/** Names a row; keys without a message appear unchanged. */
export function useNameOfKey(): (by: NoticeQualityGroup, row: QualityRow) => string {
  const { t, word, signalName } = useText()
  const nameOf = useNameOf()
  const brandName = useBrandName()
  const groundOf = (ground: string): string => word(`notice-quality.ground.${ground}`) ?? ground
  return (by, { key, name }) => {
    const [first = '', ground = ''] = key.split(' ')
    switch (by) {
      case 'analyst':
        return nameOf(key)
      case 'notifier':
        return key === 'others' ? t('notice-quality.other-users') : (name ?? key.slice(0, 8))
      case 'notifier-ground':
        return `${name ?? first.slice(0, 8)} · ${groundOf(ground)}`
      case 'rule':
        return `${first} · ${groundOf(ground)}`
      case 'signal':
        return signalName(key)
      case 'brand':
        return brandName(key)
    }
  }
}
