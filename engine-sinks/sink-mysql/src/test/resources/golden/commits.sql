UPDATE `awsdms_control`.`millrace_task` SET `checkpoint` = 'binlog.000004:300', `commit_time` = 1000002, `changes` = 0 WHERE `task` = 'order\'s' AND `fence` = 7; UPDATE `awsdms_control`.`awsdms_txn_state` SET `STATE_TIME` = '2026-11-22 10:00:05', `CHECKPOINT` = 'millrace:1:binlog.000004:300' WHERE `SERVER_NAME` = 'millrace' AND `TASK_NAME` = 'order\'s'
;
; DELETE FROM `awsdms_control`.`millrace_applied_range` WHERE `task` = 'order\'s' AND `number` IN (3, 5)
;
SELECT 1 FROM `awsdms_control`.`millrace_task` WHERE `task` = 'order\'s' AND `fence` = 7 LOCK IN SHARE MODE; INSERT INTO `awsdms_control`.`millrace_applied_range` (`task`, `number`, `from_position`, `to_position`) VALUES ('order\'s', 3, 'binlog.000004:100', 'binlog.000004:\'200\'')
