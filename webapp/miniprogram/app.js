const looks = require('./services/looks');
const session = require('./services/session');

App({
  onLaunch() {
    looks.start();
    session.start();
  },
});
