CREATE DATABASE IF NOT EXISTS `awsdms_control` DEFAULT CHARACTER SET utf8mb4
;
CREATE TABLE IF NOT EXISTS `awsdms_control`.`millrace_task` (
`task` varchar(255) NOT NULL,
`fence` bigint NOT NULL,
`checkpoint` longtext NULL,
`commit_time` bigint NULL,
`changes` bigint NULL,
PRIMARY KEY (`task`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin
;
CREATE DATABASE IF NOT EXISTS `awsdms_control` DEFAULT CHARACTER SET utf8mb4
;
CREATE TABLE IF NOT EXISTS `awsdms_control`.`millrace_load_chunk` (
`task` varchar(255) NOT NULL,
`source_schema` varchar(128) NOT NULL,
`source_table` varchar(128) NOT NULL,
`chunk` int NOT NULL,
`bounds` longtext NOT NULL,
`estimated_rows` bigint NOT NULL,
`chunk_name` varchar(255) NOT NULL,
`row_count` bigint NULL,
`low_position` longtext NULL,
`high_position` longtext NULL,
PRIMARY KEY (`task`, `source_schema`, `source_table`, `chunk`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin
;
CREATE DATABASE IF NOT EXISTS `awsdms_control` DEFAULT CHARACTER SET utf8mb4
;
CREATE TABLE IF NOT EXISTS `awsdms_control`.`millrace_applied_range` (
`task` varchar(255) NOT NULL,
`number` bigint NOT NULL,
`from_position` longtext NOT NULL,
`to_position` longtext NOT NULL,
PRIMARY KEY (`task`, `number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin
;
CREATE DATABASE IF NOT EXISTS `awsdms_control` DEFAULT CHARACTER SET utf8mb4
;
CREATE TABLE IF NOT EXISTS `awsdms_control`.`awsdms_txn_state` (
`SERVER_NAME` varchar(128) NOT NULL,
`TASK_NAME` varchar(128) NOT NULL,
`STATE_TIME` datetime NOT NULL,
`CHECKPOINT` varchar(1024) NOT NULL,
UNIQUE KEY `awsdms_txn_state_task_recovery_index` (`SERVER_NAME`, `TASK_NAME`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin
;
CREATE DATABASE IF NOT EXISTS `awsdms_control` DEFAULT CHARACTER SET utf8mb4
;
CREATE TABLE IF NOT EXISTS `awsdms_control`.`awsdms_apply_exceptions` (
`TASK_NAME` varchar(128) NOT NULL,
`TABLE_OWNER` varchar(128) NOT NULL,
`TABLE_NAME` varchar(128) NOT NULL,
`ERROR_TIME` datetime NOT NULL,
`STATEMENT` longtext NOT NULL,
`ERROR` longtext NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin
;
CREATE DATABASE IF NOT EXISTS `awsdms_control` DEFAULT CHARACTER SET utf8mb4
;
CREATE TABLE IF NOT EXISTS `awsdms_control`.`millrace_refused_change` (
`id` bigint NOT NULL AUTO_INCREMENT,
`task` varchar(255) NOT NULL,
`source_schema` varchar(128) NOT NULL,
`source_table` varchar(128) NOT NULL,
`kind` varchar(16) NOT NULL,
`position` longtext NOT NULL,
`key_image` longtext NOT NULL,
`before_image` longtext NULL,
`after_image` longtext NULL,
`error_code` varchar(64) NOT NULL,
`sql_state` varchar(8) NULL,
`message` longtext NOT NULL,
`attempts` int NOT NULL,
`refused_at` datetime NOT NULL,
PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin
;
CREATE DATABASE IF NOT EXISTS `awsdms_control` DEFAULT CHARACTER SET utf8mb4
;
CREATE TABLE IF NOT EXISTS `awsdms_control`.`awsdms_suspended_tables` (
`server_name` varchar(128) NOT NULL,
`task_name` varchar(128) NOT NULL,
`table_owner` varchar(128) NOT NULL,
`table_name` varchar(128) NOT NULL,
`suspend_reason` varchar(32) NOT NULL,
`suspend_timestamp` datetime NOT NULL,
UNIQUE KEY `awsdms_suspended_tables_task_suspended_tables_index`
    (`server_name`, `task_name`, `table_owner`, `table_name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin
