import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { Card, Moment, Paged } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { useCustody } from './queries.ts'
import styles from './referrals.module.css'
import { UserName } from './user-name.tsx'

/** Who of the own organisation read and copied a dossier, loaded when asked for. */
export function CustodyCard({ id }: { id: string }): ReactNode {
  const { t } = useText()
  const [isShown, setShown] = useState(false)
  return (
    <Card
      title={t('dossier.custody')}
      lead={t('dossier.custody.description')}
      actions={
        <Button
          size="compact-sm"
          variant="default"
          aria-expanded={isShown}
          onClick={() => setShown(!isShown)}
        >
          {t(isShown ? 'dossier.custody.hide' : 'dossier.custody.show')}
        </Button>
      }
    >
      {isShown && <Events id={id} />}
    </Card>
  )
}

function Events({ id }: { id: string }): ReactNode {
  const { t } = useText()
  const pages = useCustody(id, true)
  return (
    <Paged pages={pages} empty={<p className={styles.fine}>{t('dossier.custody.empty')}</p>}>
      {(items) => (
        <ol className={styles.trail}>
          {items.map(({ at, event, by, sha256 }, place) => (
            <li key={place}>
              <strong>{t(`dossier-custody.${event}`)}</strong>
              <div className={styles.fine}>
                {by === null ? t('dossier.custody.server') : <UserName id={by} />} ·{' '}
                <Moment at={at} />
                {sha256 !== null && <span className={styles.digest}>SHA-256 {sha256}</span>}
              </div>
            </li>
          ))}
        </ol>
      )}
    </Paged>
  )
}
