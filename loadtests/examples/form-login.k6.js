// Sign-in by an HTML form with a hidden token, then pages behind the session's cookie, read with selectors.
import { check, group } from 'k6';
import http from 'k6/http';

export const options = {
  vus: 2,
  iterations: 20,
  thresholds: { checks: ['rate==1'], http_req_failed: ['rate==0'] },
};

const BASE_URL = __ENV.BASE_URL || 'http://localhost:8080';

export default function () {
  let res;
  group('the login page', () => {
    res = http.get(`${BASE_URL}/login`);
    const form = res.html().find('form#login');
    check(form, { 'has its hidden token': (f) => f.find('input[name=csrf]').attr('value') === 'c-4711' });
  });
  group('sign in', () => {
    res = res.submitForm({ formSelector: '#login', fields: { username: 'ann', password: 'pass-ann' } });
    check(res, {
      'lands on the account': (r) => r.url === `${BASE_URL}/account` && r.status === 200,
      'is greeted': (r) => r.html('h1').text() === 'Welcome, ann',
    });
  });
  group('the account', () => {
    const orders = http.get(`${BASE_URL}/account`).html().find('ul.orders li');
    check(orders, {
      'lists the orders': (list) => list.size() === 2 && list.eq(1).text() === 'Second',
      'by their ids': (list) => list.toArray().map((order) => order.attr('data-id')).join() === '1,2',
    });
    check(http.cookieJar().cookiesForURL(BASE_URL), { 'keeps the session': (cookies) => cookies.session[0] === 'ann' });
  });
}
