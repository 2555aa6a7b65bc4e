import assert from 'node:assert/strict';
import { openFixture } from '../script/script-fixture.ts';

const PAGE = `<!doctype html><html lang="en"><head><title>Shop</title></head><body>
<ul id="list" class="big red" data-max-items="3" data-ok="true"><li class="a">one</li><!-- note --><li class="b">two <b>bold</b></li><li class="a c">three</li></ul>
<p>last</p>
<form id="f" action="/buy" method="POST"><fieldset disabled><input name="off" value="1"></fieldset>
<label for="q">Q</label><input id="q" name="q" value="a b"><input name="empty"><input type="checkbox" name="yes" checked><input type="checkbox" name="no" value="n">
<input type="radio" name="r" value="1"><input type="radio" name="r" value="2" checked><input name="dis" value="x" disabled><input value="nameless">
<select name="s"><option value="1">uno</option><optgroup label="g"><option selected> dos  y </option></optgroup></select>
<select name="m" multiple><option selected>x</option><option selected value="Y">y</option><option>z</option></select>
<textarea name="t">hi &amp; ho</textarea><button type="submit" name="go" value="now">Go</button><input type="image" name="i"></form>
<input form="f" name="outside" value="o">
<a href="https://u:p@shop.example:8443/x/y?z=1#h" rel="next nofollow">link</a> <a id="rel" href="y?z=2">relative</a>
<table><caption>c</caption><thead><tr><th>h</th></tr></thead><tbody><tr><td>1</td><td id="cell">2</td></tr><tr><td>3</td></tr></tbody></table>
<progress value="3" max="4"></progress><svg><path d="M0"></path></svg></body></html>`;

/** What expressions on `doc` come to in a script: their values, or what they throw. */
async function askAll(expressions: readonly string[]): Promise<readonly unknown[]> {
  const cases = expressions.map((expression) => `() => (${expression})`).join(',\n');
  await using fixture = await openFixture(
    `import { parseHTML } from 'k6/html'; import html from 'k6/html'; const ids = (s) => s.map((i, e) => e.attr('class') ?? e.text());
     export default function () { const doc = html.parseHTML(__ENV.PAGE); const li = doc.find('li');
       for (const run of [${cases}]) { let it; try { it = run(); } catch (error) { it = String(error); } console.log(JSON.stringify({ it })); } }`,
    { entry: 'script.js', env: { PAGE } },
  );
  assert.deepEqual(await fixture.iterate(), { kind: 'completed' });
  return fixture.logs.map((line) => (JSON.parse(line.replace('info: ', '')) as { readonly it?: unknown }).it);
}

type Table = readonly (readonly [expression: string, value: unknown])[];

/** One script answers a whole table. */
function holds(table: Table): void {
  let answers: readonly unknown[] = [];
  before(async () => {
    answers = await askAll(table.map(([expression]) => expression));
  });
  table.forEach(([expression, value], index) => {
    it(expression, () => assert.deepEqual(answers[index], value));
  });
}

describe('a Selection of k6/html', () => {
  const table: Table = [
    ["doc.find('title').text()", 'Shop'],
    ["doc.find('#list').attr('class')", 'big red'],
    ["doc.find('#list').attr('nope')", undefined],
    ["doc.find('none').html()", undefined],
    ['li.eq(1).html()', 'two <b>bold</b>'],
    ['li.size()', 3],
    ['li.eq(-1).text()', 'three'],
    ['[li.first().text(), li.last().text()]', ['one', 'three']],
    ['[li.slice(1).size(), li.slice(0, 2).size(), li.slice(-1).text()]', [2, 2, 'three']],
    ["ids(doc.find('#list').children())", ['a', 'b', 'a c']],
    ["ids(doc.find('#list').children('.a'))", ['a', 'a c']],
    ["doc.find('#list').contents().size()", 4],
    ["doc.find('b').closest('ul').attr('id')", 'list'],
    ["ids(li.filter('.a'))", ['a', 'a c']],
    ["ids(li.filter((i, e) => i > 0 && e.is('li')))", ['b', 'a c']],
    ["ids(li.filter(doc.find('.b')))", ['b']],
    ["ids(li.not('.a'))", ['b']],
    ['ids(li.not((i) => i === 1))', ['a', 'a c']],
    ["ids(li.not(doc.find('.b')))", ['a', 'a c']],
    ["ids(li.has('b'))", ['b']],
    ["[li.is('.b'), li.is('p'), li.is((i) => i === 2), li.is(doc.find('p'))]", [true, false, true, false]],
    ['ids(li.first().next())', ['b']],
    ["ids(li.first().next('.c'))", []],
    ['ids(li.first().nextAll())', ['b', 'a c']],
    ["ids(li.first().nextUntil('.c'))", ['b']],
    ['ids(li.last().prev())', ['b']],
    ["ids(li.last().prevAll('.a'))", ['a']],
    ["ids(li.last().prevUntil('.a'))", ['b']],
    ["doc.find('b').parent().attr('class')", 'b'],
    ["doc.find('b').parents().size()", 4],
    ["doc.find('b').parents('ul').attr('id')", 'list'],
    ["doc.find('b').parentsUntil('body').size()", 2],
    ['li.map((i, e) => i + e.text())', ['0one', '1two bold', '2three']],
    ['(() => { const seen = []; li.each((i, e) => { seen.push(e.className()); return i < 1; }); return seen; })()', ['a', 'b']],
    ['li.toArray().map((e) => e.size() + e.text())', ['1one', '1two bold', '1three']],
    ['[li.get(2).id(), li.get(2).className(), li.get(9)]', ['', 'a c', null]],
    [
      "[doc.find('#list').data('max-items'), doc.find('#list').data('maxItems'), doc.find('#list').data('ok'), doc.find('#list').data()]",
      [3, 3, true, { maxItems: 3, ok: true }],
    ],
    [
      "['#q', '[name=empty]', '[name=yes]', '[name=s]', '[name=m]', '[name=t]', '[name=go]', 'p'].map((s) => doc.find(s).val() ?? null)",
      ['a b', '', 'on', 'dos y', ['x', 'Y'], 'hi & ho', 'now', null],
    ],
    ["doc.find('form').serialize()", 'q=a+b&empty=&yes=on&r=2&s=dos+y&m=x&m=Y&t=hi+%26+ho&outside=o'],
    ["doc.find('#q').serializeArray()", [{ name: 'q', value: 'a b' }]],
    ["doc.find('form').serializeObject()", { q: 'a b', empty: '', yes: 'on', r: '2', s: 'dos y', m: 'Y', t: 'hi & ho', outside: 'o' }],
    ["html.parseHTML('<p>x</p>').find('body').html()", '<p>x</p>'],
    ["doc.find('a[')", 'Error: find("a["): Expected name, found '],
    ['({ f: doc.find }).f("a")', 'TypeError: find() was called on something that is no part of a document'],
    ["html.parseHTML('a\\u0000b').text()", 'a\ufffdb'],
  ];
  holds(table);
});

describe('an Element of k6/html', () => {
  const list = "doc.find('#list').get(0)";
  const table: Table = [
    [
      `[${list}.nodeName(), ${list}.nodeType(), ${list}.nodeValue() ?? null, ${list}.id(), String(${list})]`,
      ['ul', 1, null, 'list', '[object html.Node]'],
    ],
    [`[${list}.childElementCount(), ${list}.childNodes().length, ${list}.children().length]`, [3, 4, 3]],
    [
      `[${list}.classList(), ${list}.className(), ${list}.firstChild().textContent(), ${list}.lastElementChild().textContent()]`,
      [['big', 'red'], 'big red', 'one', 'three'],
    ],
    [
      `[${list}.firstElementChild().nextSibling().nodeType(), ${list}.firstElementChild().nextSibling().nodeValue(), ${list}.firstElementChild().nextElementSibling().className()]`,
      [8, ' note ', 'b'],
    ],
    [
      `[${list}.lastChild().previousSibling().className(), ${list}.lastChild().previousElementSibling().className(), ${list}.previousElementSibling() === undefined]`,
      ['b', 'b', true],
    ],
    [
      `[${list}.parentElement().nodeName(), ${list}.parentNode().nodeName(), ${list}.ownerDocument().nodeName(), ${list}.ownerDocument().nodeType()]`,
      ['body', 'body', '#document', 9],
    ],
    [
      `[${list}.getAttribute('class'), ${list}.getAttribute('x') === undefined, ${list}.hasAttribute('id'), ${list}.hasAttributes(), ${list}.hasChildNodes()]`,
      ['big red', true, true, true, true],
    ],
    [
      `(({ name, value, ownerElement, localName, prefix, namespaceURI }) => [name, value, ownerElement.id(), localName(), prefix(), namespaceURI()])(${list}.getAttributeNode('id'))`,
      ['id', 'list', 'list', 'id', '', ''],
    ],
    [
      `[Object.keys(${list}.attributes()), ${list}.getAttributeNode('x') === undefined]`,
      [['id', 'class', 'data-max-items', 'data-ok'], true],
    ],
    [
      `[${list}.getElementsByClassName('a').length, ${list}.getElementsByClassName('a c').length, ${list}.getElementsByTagName('LI').length, ${list}.getElementsByTagName('*').length]`,
      [2, 1, 3, 4],
    ],
    [
      `[${list}.querySelector('b').textContent(), ${list}.querySelector('i') === undefined, ${list}.querySelectorAll('.a').length, ${list}.matches('ul.red')]`,
      ['bold', true, 2, true],
    ],
    [
      `[${list}.contains(doc.find('b').get(0)), ${list}.contains(${list}), ${list}.contains(doc.find('p').get(0)), ${list}.contains(5)]`,
      [true, true, false, false],
    ],
    [
      `[${list}.isSameNode(${list}), ${list}.isEqualNode(${list}), doc.find('td').get(0).isEqualNode(parseHTML('<table><td>1</td></table>').find('td').get(0)), ${list}.isSameNode(doc.find('p').get(0))]`,
      [true, true, true, false],
    ],
    [
      `[doc.find('html').get(0).lang(), ${list}.lang() === undefined, ${list}.innerHTML().length > 50, ${list}.textContent(), ${list}.selection().size()]`,
      ['en', true, true, 'onetwo boldthree', 1],
    ],
    [
      `[${list}.namespaceURI(), ${list}.isDefaultNamespace(), doc.find('path').get(0).namespaceURI(), doc.find('path').get(0).isDefaultNamespace()]`,
      ['http://www.w3.org/1999/xhtml', true, 'http://www.w3.org/2000/svg', false],
    ],
    [
      "(({ ...a }) => ['hash', 'host', 'hostname', 'origin', 'password', 'pathname', 'port', 'protocol', 'search', 'username', 'text', 'relList'].map((m) => doc.find('a').get(0)[m]()))({})",
      [
        '#h',
        'shop.example:8443',
        'shop.example',
        'https://shop.example:8443',
        'p',
        '/x/y',
        '8443',
        'https:',
        '?z=1',
        'u',
        'link',
        ['next', 'nofollow'],
      ],
    ],
    ["(({ ...a }) => ['host', 'origin', 'pathname', 'search'].map((m) => doc.find('#rel').get(0)[m]()))({})", ['', '', '/y', '?z=2']],
    ["((f) => [f.elements().length, f.length(), f.method()])(doc.find('form').get(0))", [15, 15, 'post']],
    [
      "((e) => [e.form().id(), e.formAction(), e.formMethod(), e.formEnctype(), e.formNoValidate(), e.formTarget(), e.name(), e.labels().length])(doc.find('#q').get(0))",
      ['f', '/buy', 'post', 'application/x-www-form-urlencoded', false, '', 'q', 1],
    ],
    ["((e) => [e.value(), e.form().id()])(doc.find('button').get(0))", ['now', 'f']],
    [
      "((e) => [e.length(), e.type(), e.value(), e.selectedIndex(), e.size(), e.options().map((o) => o.value()), e.selectedOptions()[0].text()])(doc.find('[name=s]').get(0))",
      [2, 'select-one', 'dos y', 1, 1, ['1', 'dos y'], ' dos  y '],
    ],
    [
      "((e) => [e.type(), e.selectedOptions().length, e.options()[2].index(), e.options()[0].disabled(), e.options()[0].label(), e.options()[0].form().id()])(doc.find('[name=m]').get(0))",
      ['select-multiple', 2, 2, false, 'x', 'f'],
    ],
    [
      "[doc.find('textarea').get(0).length(), doc.find('label').get(0).control().id(), doc.find('fieldset').get(0).elements().length, doc.find('fieldset').get(0).type()]",
      [7, 'q', 1, 'fieldset'],
    ],
    [
      "((t) => [t.caption().textContent(), t.rows().length, t.tBodies().length, t.tHead().rows().length, t.tFoot() === undefined])(doc.find('table').get(0))",
      ['c', 3, 1, 1, true],
    ],
    [
      "((r) => [r.rowIndex(), r.sectionRowIndex(), r.cells().length, doc.find('#cell').get(0).cellIndex()])(doc.find('tbody tr').get(1))",
      [2, 1, 1, 1],
    ],
    ["doc.find('p').get(0).rows()", 'TypeError: not a function'],
    ["((p) => [p.max(), p.value(), p.position()])(doc.find('progress').get(0))", [4, 3, 0.75]],
  ];
  holds(table);
});

describe('k6/html', () => {
  it('reads what nests deeper than any stack, or says so, and goes on', async () => {
    await using fixture = await openFixture(
      `import { parseHTML } from 'k6/html';
       export default function () { const doc = parseHTML('<div>'.repeat(12000) + 'deep'); let text; try { text = doc.html().length; } catch (error) { text = error.message; } console.log(text, parseHTML('<p>ok').find('p').text()); }`,
      { entry: 'script.js' },
    );
    assert.deepEqual(await fixture.iterate(), { kind: 'completed' });
    assert.match(fixture.logs[0] ?? '', /(?:nested too deeply to be read|\d+) ok$/);
  });

  it('has nothing but what it documents', async () => {
    await assert.rejects(
      openFixture("import { load } from 'k6/html'; load(''); export default () => 1;"),
      /import of 'load' from 'k6\/html' refused/,
    );
  });
});
