import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { useMember } from '../session/index.ts'
import { ConfirmButton, Card, StateMark, QueryStatus } from '../../components/index.ts'

const key = ['organisation']

/** Requires two-factor authentication for all members of the organisation. */
export function TwoFactorCard(): ReactNode {
  const { t } = useText()
  const settings = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => server.organisation.read({ signal }),
  })
  if (!settings.isSuccess) return <QueryStatus query={settings} />
  const { requireTwoFactor } = settings.data
  return (
    <Card
      title={t('required-two-factor.title')}
      lead={t('required-two-factor.description')}
      actions={
        <StateMark tone={requireTwoFactor ? 'good' : 'plain'}>
          {requireTwoFactor ? t('required-two-factor.on') : t('required-two-factor.off')}
        </StateMark>
      }
    >
      <Change required={requireTwoFactor} />
    </Card>
  )
}

function Change({ required }: { required: boolean }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const { person } = useMember()
  if (!required && !person.twoFactor) {
    return (
      <>
        <p>{t('required-two-factor.own-first')}</p>
        <Button variant="default" renderRoot={(props) => <Link to="/account" {...props} />}>
          {t('account.title')}
        </Button>
      </>
    )
  }
  const run = async (): Promise<void> => {
    const body = { requireTwoFactor: !required }
    queries.setQueryData(key, await server.organisation.change({ body }))
  }
  return (
    <ConfirmButton
      label={required ? t('required-two-factor.make-optional') : t('required-two-factor.require')}
      title={t('required-two-factor.title')}
      text={
        required
          ? t('required-two-factor.make-optional.text')
          : t('required-two-factor.require.text')
      }
      run={run}
    />
  )
}
