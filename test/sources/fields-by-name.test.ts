import { expect, test } from 'vitest';
import { fieldsOf, leadFromFields, placeOf } from '#src/sources/fields-by-name.ts';

test.each([
  [
    'person.email',
    ['email', 'E-Mail', 'Work email', 'What is your work email?', 'Adresse e-mail', 'business_email'],
  ],
  [
    'person.first_name',
    ['First Name', 'firstName', 'What is your first name?', 'Vorname', 'Prénom', 'Nombre'],
  ],
  ['person.last_name', ['LAST_NAME', 'lastname', 'Nachname', 'Apellidos']],
  ['person.full_name', ['Name', 'Your name', 'FULL_NAME']],
  ['person.phone', ['Phone Number', 'PHONE_NUMBER', 'Telefonnummer', 'mobilePhone']],
  ['person.title', ['Job title', 'JOB_TITLE', 'What is your role?', 'Position']],
  ['account.name', ['Company', 'companyName', 'Which company do you work for?', 'Firma', 'Société']],
  [
    'account.employees',
    [
      'Company size',
      'Number of employees',
      'How many employees does your company have?',
      'Anzahl Mitarbeiter',
    ],
  ],
  ['person.country', ['Country', 'Land', 'País', 'Country/Region']],
  ['discovery.notes', ['Message', 'How can we help you?', 'Nachricht']],
  ['campaign.utm_source', ['utm_source', 'UTM Source']],
] as const)('%s is known by what people call it', (place, names) => {
  expect(names.map(placeOf)).toEqual(names.map(() => place));
});

test('what only sounds like a place is none', () => {
  const names = [
    'How many seats?',
    'May we contact you?',
    'Product name',
    'Which office?',
    'E-mail again',
    '',
  ];
  expect(names.map(placeOf)).toEqual(names.map(() => undefined));
});

test('of two fields with one meaning the first that says something counts, the other stands as an answer', () => {
  const fields = [
    { label: 'Email', value: '' },
    { label: 'Work email', value: 'grace@globex.example' },
    { label: 'E-Mail', value: 'g@home.example' },
    { name: 'seats', label: 'How many seats?', value: 25 },
    { label: 'Products', value: ['Routing', null, 'Reporting'] },
    { label: 'Nothing', value: null },
  ];
  expect(leadFromFields(fields)).toEqual({
    person: { email: 'grace@globex.example' },
    discovery: {
      answers: [
        { question: 'E-Mail', answer: 'g@home.example' },
        { question: 'How many seats?', answer: '25' },
        { question: 'Products', answer: 'Routing, Reporting' },
      ],
    },
  });
});

test('a flat object is read by its keys, and a hostile key is a question at most', () => {
  expect(leadFromFields(fieldsOf({ email: 'a@b.example', toString: 'x', tags: ['a'] }))).toEqual({
    person: { email: 'a@b.example' },
    tags: ['a'],
    discovery: { answers: [{ question: 'toString', answer: 'x' }] },
  });
});
