import { Checkbox, Group, Stack, Text } from '@mantine/core'
import type { MemberRightsInput, PersonRole } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { TerritoriesField } from '../../components/index.ts'
import { useBrandName, useBrandNames } from '../../connection/index.ts'
import { regionName, useText } from '../../messages/index.ts'

const roles = ['admin', 'analyst', 'reviewer', 'auditor'] as const satisfies PersonRole[]

export type PermissionsFieldsProps = {
  value: MemberRightsInput
  onChange: (rights: MemberRightsInput) => void
}

/** A member's roles, and the brands and territories they apply to. */
export function PermissionsFields({ value, onChange }: PermissionsFieldsProps): ReactNode {
  const { t } = useText()
  return (
    <Stack gap="sm" w="100%" maw={480}>
      <Checkbox.Group
        label={t('users.roles')}
        value={value.roles}
        onChange={(chosen) =>
          onChange({ ...value, roles: roles.filter((role) => chosen.includes(role)) })
        }
      >
        <Group gap="md" mt={4}>
          {roles.map((role) => (
            <Checkbox key={role} size="xs" value={role} label={t(`user-role.${role}`)} />
          ))}
        </Group>
      </Checkbox.Group>
      <BrandLimit chosen={value.brands} onChange={(brands) => onChange({ ...value, brands })} />
      <TerritoriesField
        label={t('users.limit-territories')}
        description={t('users.limit-territories.hint')}
        offices
        value={value.territories}
        onChange={(territories) => onChange({ ...value, territories })}
      />
      <Text size="xs" c="dimmed">
        {t('users.territories.hint')}
      </Text>
    </Stack>
  )
}

type BrandLimitProps = { chosen: readonly string[]; onChange: (brands: string[]) => void }

function BrandLimit({ chosen, onChange }: BrandLimitProps): ReactNode {
  const { t, locale } = useText()
  const names = useBrandNames()
  const known = new Map([...chosen.map((id) => [id, id] as const), ...(names ?? [])])
  const brands = [...known].toSorted(([, one], [, other]) => one.localeCompare(other, locale))
  return (
    <Checkbox.Group
      label={t('users.limit-brands')}
      description={t(brands.length === 0 ? 'users.limit-brands.none' : 'users.limit-brands.hint')}
      value={[...chosen]}
      onChange={onChange}
    >
      <Group gap="md" mt={4} mah={160} style={{ overflowY: 'auto' }}>
        {brands.map(([id, name]) => (
          <Checkbox key={id} size="xs" value={id} label={name} />
        ))}
      </Group>
    </Checkbox.Group>
  )
}

/** A member's roles and their limits. */
export function PermissionsText({ rights }: { rights: MemberRightsInput }): ReactNode {
  const { t, list, locale } = useText()
  const brandName = useBrandName()
  const { roles, brands, territories } = rights
  return [
    list(roles.map((role) => t(`user-role.${role}`))),
    brands.length > 0 && t('users.brands', { brands: list(brands.map(brandName)) }),
    territories.length > 0 &&
      t('users.territories', {
        territories: list(territories.map((code) => regionName(locale, code))),
      }),
  ]
    .filter((part) => part !== false)
    .join(' · ')
}
