import { en, pl } from 'make-plural/plurals';

/** The form of an English word that goes with a number. */
export function pluralEn(count: number, forms: { readonly one: string; readonly other: string }): string {
  return forms[en(count) as keyof typeof forms];
}

/** The form of a Polish word that goes with a number: 1 dzień, 2 dni, 5 dni, 1,5 dnia. */
export function pluralPl(
  count: number,
  forms: { readonly one: string; readonly few: string; readonly many: string; readonly other: string },
): string {
  return forms[pl(count) as keyof typeof forms];
}
