import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card } from '../../components/index.ts'
import type { PartProps } from './draft-page.tsx'
import styles from './notices.module.css'
import { useSignatories } from './notice-queries.ts'

/** Signatory, reply address and statement of good faith. */
export function SigningCard({ writing: { draft, change }, said }: PartProps): ReactNode {
  const { t, day } = useText()
  const { setNotices } = permissionsOf(useMember())
  const signatories = useSignatories()
  const named = signatories.data?.filter(({ authorised }) => authorised) ?? []
  return (
    <Card title={t('notice.signing')}>
      <div className={styles.fields}>
        <NativeSelect
          label={t('notice.signatory')}
          description={t('notice.signatory.hint')}
          value={draft.signatory ?? ''}
          data={[
            { value: '', label: t('notice.signatory.none') },
            ...named.map(({ person, name, until }) => ({
              value: person,
              label: until === null ? name : t('notice.signatory.until', { name, day: day(until) }),
            })),
          ]}
          onChange={({ currentTarget }) => change({ signatory: currentTarget.value })}
        />
        {named.length === 0 && signatories.isSuccess && setNotices && (
          <Link to="/notices/settings">{t('notice.signatory.add')}</Link>
        )}
        {said('signatory')}
        <TextInput
          type="email"
          label={t('notice.contact')}
          description={t('notice.contact.hint')}
          maxLength={254}
          value={draft.contact}
          onChange={({ currentTarget }) => change({ contact: currentTarget.value })}
        />
        {said('contact')}
        <Checkbox
          label={t('notice.good-faith')}
          checked={draft.goodFaith}
          onChange={({ currentTarget }) => change({ goodFaith: currentTarget.checked })}
        />
        {said('good-faith')}
      </div>
    </Card>
  )
}
