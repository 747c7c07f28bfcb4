import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useActFor, useMember } from '../../access/session/index.ts'
import { useText } from '../../messages/index.ts'
import { Refused } from '../../components/index.ts'
import styles from './watch-costs.module.css'

/** Why costs are unknown, and for the operator the way to the rates. */
export function NoRates(): ReactNode {
  const { t } = useText()
  const { person } = useMember()
  const actFor = useActFor()
  return (
    <div className={styles.none}>
      <p>{t('watch-costs.no-rates.text')}</p>
      {person.installationAdmin && (
        <Button
          size="compact-sm"
          variant="default"
          loading={actFor.isPending}
          onClick={() => actFor.mutate({ organisation: null, to: '/operator/watches' })}
        >
          {t('watch-costs.no-rates.set')}
        </Button>
      )}
      <Refused error={actFor.error} />
    </div>
  )
}
